import sys

from benchmarks.table import main

sys.exit(main())

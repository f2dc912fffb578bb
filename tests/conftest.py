"""What holds for every test."""

import os
import sys

# Most of the suite's time goes into starting noteui as a process: without kept byte code each start compiles
# all of it anew and takes three times as long, whatever the machine that runs the tests is set to.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

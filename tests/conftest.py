import os

from command_line import DEBUG_BUILD_IS_FINE

# Of programs started by tests; `make test` has a release wheel and sees no warning anyway.
os.environ.setdefault("PYTHONWARNINGS", DEBUG_BUILD_IS_FINE)

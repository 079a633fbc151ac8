"""What all tests need."""

import numpy as np
from hypothesis import settings
from threadpoolctl import threadpool_limits

# A machine that is busy with other tests is slow, and no fault.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

# As on the server, a product of matrices has one thread: two would wait for one another, and for tests beside it.
assert np.__version__  # its library must be there to be limited
threadpool_limits(1, "blas")

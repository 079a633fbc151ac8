"""As on the server, a product of matrices has one thread: two would wait for one another, and for tests beside it."""

import numpy as np
from threadpoolctl import threadpool_limits

assert np.__version__  # its library must be there to be limited
threadpool_limits(1, "blas")

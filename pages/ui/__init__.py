"""What pages share.

Where readers come at once to a fresh server, the first of them loads the packages here, and the others wait. Each page
would load them in an order of its own, and meet some half loaded; hence its first import is from here.
"""

from importlib import import_module

for _name in ("pandas", "pyarrow", "scipy.interpolate", "scipy.optimize", "scipy.special", "activations", "altair"):
    import_module(_name)

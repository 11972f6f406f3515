"""What texts are compared by."""

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]
"""An embedding: 768 numbers of length one, in the space of one named embedder."""

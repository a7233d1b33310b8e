"""Arrays in HDF5 for `npm run bench -- open`, and how long h5py takes to read them.

python open_arrays.py make FILE MEGABYTES contiguous|gzip     float32, normally distributed, in four arrays
python open_arrays.py read FILE                               prints {"ms": …, "peakMB": …, "sum": …}
"""
import json
import resource
import sys
import time

import h5py
import numpy as np

ARRAYS = 4


def make(path, megabytes, form):
    rng = np.random.default_rng(3)
    rows = int(megabytes) * 1_000_000 // (4 * 1000 * ARRAYS)
    options = {"compression": "gzip", "compression_opts": 4, "shuffle": True} if form == "gzip" else {}
    with h5py.File(path, "w") as file:
        for index in range(ARRAYS):
            file.create_dataset(f"w{index}", data=(rng.normal(size=(rows, 1000)) * 0.05).astype("<f4"), **options)


def read(path):
    began = time.perf_counter()
    with h5py.File(path, "r") as file:
        arrays = [file[name][()] for name in sorted(file)]
    ms = (time.perf_counter() - began) * 1000
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"ms": ms, "peakMB": peak, "sum": sum(float(array[0, 0]) + float(array[-1, -1]) for array in arrays)}))


{"make": make, "read": read}[sys.argv[1]](*sys.argv[2:])

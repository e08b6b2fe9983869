// The current folder and the console belong to the process, and every test here trains on all cores.
[assembly: DoNotParallelize]

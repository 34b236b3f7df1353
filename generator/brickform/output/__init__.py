"""The output folder: what is in it, what brickform wrote there, and how to write it whole or not at all."""

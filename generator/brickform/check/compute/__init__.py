"""What tasks run on: clusters that can be made, runtimes, environments."""

"""What a model installs."""

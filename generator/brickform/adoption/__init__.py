"""Takes over jobs that exist in a workspace: writes down what the models' configs do not say of them yet."""

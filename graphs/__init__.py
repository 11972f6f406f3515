"""The order of the steps: one file a graph, each of them a drawing."""

"""Other ways to build a talk over a WebSocket, each served as ours is."""

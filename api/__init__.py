"""The wire: WebSocket, REST, sign-in, the page, the command line."""

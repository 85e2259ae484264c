"""The use cases as tools for assistants: what an assistant may ask, how it is read, and the server it asks over MCP.

Only ``server`` knows the protocol's library; the tools are plain functions, and what they answer is written by the same
renderers as on the command line.
"""

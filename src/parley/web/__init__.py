"""HTTP: pages from the server, one endpoint for every act, live events. The only door to Starlette and Jinja."""

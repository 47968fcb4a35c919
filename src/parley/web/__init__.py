"""HTTP: pages from the server, one endpoint for every act, live events. The only door to Starlette and Jinja.

``site`` · ``http`` · ``live`` · ``commands`` · ``render`` · ``words`` know no domain. A folder for each domain has its ``pages``,
``templates`` and ``phrases``, and hands over one ``WEB``: addresses, the entries in the menu, who sees what.
"""

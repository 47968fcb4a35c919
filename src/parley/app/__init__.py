"""The application: what stands between the pure rules and the ports.

``core`` knows no domain: one way in (``perform``), one page on who may (``access``), what there is (``registry``), states, jobs.
A folder for each domain (``talks``, ``room``, ``text``, ``lists``, ``plan``) has the same few names: ``kinds`` what can be proposed, by
whom, under which conditions · ``facts`` what its rules ask of contents · ``contents`` what each is for, who brings it and who reads it · ``views`` and
``queries`` what its pages show · ``sheets`` what is shown before a signature · ``waits`` what it puts on somebody's Today. Each hands
over one ``DOMAIN``; ``parley.registry`` lists them.
"""

"""Review by a person: a page to decide on quotations, and what is made of the decisions.

The page is made of page.html, style.css and the scripts beside this file (``page``); what it saves is
read and checked by ``corrections``, put into tables by ``apply``, counted by ``evaluation``.
"""

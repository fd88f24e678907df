"""The child process in which pages, documents and addresses are read; the app itself never imports it.

``python -m annotations.articles.extraction`` takes an order on standard input and gives its answer on
standard output (`annotations.articles.messages`).
"""

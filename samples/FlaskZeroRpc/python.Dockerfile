# The Python programs: the command says which.
FROM python:3.11-slim
WORKDIR /sample
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt
COPY assets assets
COPY python python
WORKDIR /sample/python

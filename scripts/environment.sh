#!/usr/bin/env bash
# Makes the Python environment .venv that golden.sh and corpus.mjs need, where it is not there yet.
# PYTHON names the interpreter that makes it (default: python3; 3.11 or later).
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
if [[ ! -x .venv/bin/python ]]; then
  echo "environment: making .venv" >&2
  "${PYTHON:-python3}" -m venv .venv
fi
.venv/bin/python -m pip install --quiet --disable-pip-version-check --requirement training/requirements.txt

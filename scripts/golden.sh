#!/usr/bin/env bash
# Rewrites tests/golden from Python's catboost, as `npm run golden` does.
#
#   scripts/golden.sh            ask the models that are there and write their answers anew
#   scripts/golden.sh --models   also train the small models of tests/golden/models (their bytes change)
#
# models/plates.cbm is never trained here: that is `python training/train.py`.
# PYTHON names the interpreter that makes the environment (default: python3; 3.11 or later).
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
export PYTHONDONTWRITEBYTECODE=1

train=()
for argument in "$@"; do
  case "$argument" in
    --models) train=(--train) ;;
    *)
      sed -n '2,8s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
      exit 2
      ;;
  esac
done

if [[ ! -x .venv/bin/python ]]; then
  echo "golden: making the environment .venv"
  "${PYTHON:-python3}" -m venv .venv
fi
.venv/bin/python -m pip install --quiet --disable-pip-version-check --requirement training/requirements.txt

mkdir -p tests/golden/models
.venv/bin/python training/golden.py
.venv/bin/python training/small_models.py "${train[@]}"

#!/usr/bin/env bash
# Rewrites tests/golden and tests/conformance from Python's catboost, as `npm run golden` does.
#
#   scripts/golden.sh            ask the models that are there and write their answers anew
#   scripts/golden.sh --models   also train the small models of tests/conformance (their bytes change)
#
# models/plates.cbm is never trained here: that is `python training/train.py`.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
export PYTHONDONTWRITEBYTECODE=1

train=()
for argument in "$@"; do
  case "$argument" in
    --models) train=(--train) ;;
    *)
      sed -n '2,7s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
      exit 2
      ;;
  esac
done

bash scripts/environment.sh
.venv/bin/python training/golden.py
.venv/bin/python training/corpus.py "${train[@]}"

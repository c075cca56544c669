#!/usr/bin/env bash
# run_case.sh CASE_DIR ANNALS SOURCE_DIR: runs a golden case and compares standard output, standard error and the
# exit code with what the case expects. The case's `cmd` is a script that runs in an empty directory with
# $ANNALS, $SAMPLES and $SOURCE set. UPDATE_GOLDEN=1 writes the expectations instead: read that diff like code.
set -u
case_dir=$1
export ANNALS=$2 SOURCE=$3
export SAMPLES=$SOURCE/data/samples/articles
export LC_ALL=C.UTF-8 TZ=UTC NO_COLOR=1
unset ANNALS_STORE
work=$(mktemp -d)
trap 'chmod -R u+w "$work" 2>/dev/null; rm -rf "$work"' EXIT
mkdir "$work/in"
(cd "$work/in" && bash -u "$case_dir/cmd" >"$work/stdout" 2>"$work/stderr" </dev/null)
echo $? >"$work/code"
failed=0
for what in stdout stderr code; do
  # The only thing that is not the same on every machine is where the sources lie.
  sed -i "s|$SOURCE|SOURCE|g" "$work/$what"
  if [ "${UPDATE_GOLDEN:-}" = 1 ]; then
    if [ -s "$work/$what" ] && ! { [ $what = code ] && [ "$(cat "$work/code")" = 0 ]; }; then
      cp "$work/$what" "$case_dir/$what"
    else
      rm -f "$case_dir/$what"
    fi
    continue
  fi
  expected=$case_dir/$what
  if [ ! -e "$expected" ]; then
    # A missing expectation: nothing printed, exit code 0.
    if [ $what = code ]; then echo 0 >"$work/expected"; else : >"$work/expected"; fi
    expected=$work/expected
  fi
  diff -u --label "expected $what" --label "actual $what" "$expected" "$work/$what" || failed=1
done
exit $failed

#!/bin/sh
# Reviews what a pull request adds: makes the bundle, the comment and the findings.
# Runs in any CI, in the checked out repository; its history must reach back to
# where the branch begins. In the environment, all of it optional:
#
#   SQLBUNDLE              the program; else sqlbundle on PATH
#   SQLBUNDLE_CONFIG       the configuration; else sqlbundle.toml here or above
#   SQLBUNDLE_SINCE        the branch or commit to compare with; in a pull request of
#                          GitHub or a merge request of GitLab it is known
#   SQLBUNDLE_RANGE        instead of it: a RANGE of revisions
#   SQLBUNDLE_BUNDLE       folder or archive for the bundle; else none is made. Bundles
#                          of an earlier run are removed from there; where they were
#                          changed, or are not alone, nothing is, and the status is 2
#   SQLBUNDLE_POST         github, gitlab, or false; else where this runs
#   SQLBUNDLE_COMMENT      file for the comment
#   SQLBUNDLE_DATABASE     the database that the comment is about; else the first
#   SQLBUNDLE_KEY          tells several comments at one pull request apart
#   SQLBUNDLE_MAX_BYTES    how long the comment may be
#   SQLBUNDLE_LINT         false: no findings are printed, and none fails the job
#   SQLBUNDLE_SARIF        file for the findings as SARIF
#   SQLBUNDLE_CODEQUALITY  file for the findings as GitLab's Code Quality report
#
# Exit status: the highest of what the commands return. 0 done, 1 there are
# findings of severity error, 2 something is wrong with the input or the comment
# could not be posted.
set -u

github=${GITHUB_ACTIONS:-} gitlab=${GITLAB_CI:-} worst=0

# program runs sqlbundle.
program() {
	if [ -n "${SQLBUNDLE_CONFIG:-}" ]; then
		"${SQLBUNDLE:-sqlbundle}" -c "$SQLBUNDLE_CONFIG" "$@"
	else
		"${SQLBUNDLE:-sqlbundle}" "$@"
	fi
}

# keep remembers the highest status.
keep() { [ "$1" -le "$worst" ] || worst=$1; }

# closed runs a command of whose output GitHub takes no line for a command: an
# error shows lines of revisions.
closed() {
	if [ "$github" = true ]; then
		stop=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
		printf '::stop-commands::%s\n' "$stop"
		"$@" 2>&1
		status=$?
		printf '\n::%s::\n' "$stop"
		return "$status"
	fi
	"$@"
}

# findings writes them to a file, in a format. That there are some is no failure.
findings() {
	program lint "$what" --format "$1" >"$2"
	status=$?
	[ "$status" -eq 1 ] || return "$status"
}

# comment posts the comment on a platform, or without one writes it to the file.
comment() {
	program comment "$what" ${1:+"--post=$1"} ${SQLBUNDLE_KEY:+"--key=$SQLBUNDLE_KEY"} \
		${SQLBUNDLE_DATABASE:+"--database=$SQLBUNDLE_DATABASE"} \
		${SQLBUNDLE_MAX_BYTES:+"--max-bytes=$SQLBUNDLE_MAX_BYTES"} >"${2:-/dev/null}"
}

# made tells whether a place holds bundles as they were made, and nothing else.
made() {
	program inspect "$1" >/dev/null 2>&1 || return 1
	[ -d "$1" ] && [ ! -f "$1/SHA256SUMS" ] || return 0
	# There is one a database, and inspect has not looked at what is beside them.
	for entry in "$1"/* "$1"/.[!.]* "$1"/..?*; do
		[ ! -e "$entry" ] || [ -f "$entry/SHA256SUMS" ] || return 1
	done
}

if [ -n "${SQLBUNDLE_RANGE:-}" ]; then
	what=$SQLBUNDLE_RANGE
elif [ -n "${SQLBUNDLE_SINCE:-}" ]; then
	what=--since=$SQLBUNDLE_SINCE
elif [ -n "${GITHUB_BASE_REF:-}" ]; then
	what=--since=origin/$GITHUB_BASE_REF
elif [ -n "${CI_MERGE_REQUEST_DIFF_BASE_SHA:-}" ]; then
	what=--since=$CI_MERGE_REQUEST_DIFF_BASE_SHA
else
	echo 'sqlbundle-review: this is no pull request; SQLBUNDLE_SINCE says what to compare with' >&2
	exit 2
fi

post=${SQLBUNDLE_POST:-true}
if [ "$post" = true ]; then
	post=false
	[ "$github" != true ] || post=github
	[ "$gitlab" != true ] || post=gitlab
	if [ "$post" = gitlab ] && [ -z "${SQLBUNDLE_GITLAB_TOKEN:-}${GITLAB_TOKEN:-}" ]; then
		echo 'sqlbundle-review: neither SQLBUNDLE_GITLAB_TOKEN nor GITLAB_TOKEN is set, so no comment is posted' >&2
		post=false
	fi
fi

if [ -n "${SQLBUNDLE_BUNDLE:-}" ]; then
	# A bundle that stayed would be taken for what this pull request adds, even
	# where that is nothing.
	! made "$SQLBUNDLE_BUNDLE" || rm -rf -- "$SQLBUNDLE_BUNDLE"
	closed program bundle "$what" -o "$SQLBUNDLE_BUNDLE"
	keep $?
fi
if [ -n "${SQLBUNDLE_COMMENT:-}" ]; then
	closed comment '' "$SQLBUNDLE_COMMENT"
	keep $?
fi
if [ "$post" != false ]; then
	closed comment "$post"
	keep $?
fi
if [ -n "${SQLBUNDLE_SARIF:-}" ]; then
	closed findings sarif "$SQLBUNDLE_SARIF"
	keep $?
fi
if [ -n "${SQLBUNDLE_CODEQUALITY:-}" ]; then
	closed findings gitlab "$SQLBUNDLE_CODEQUALITY"
	keep $?
fi
if [ "${SQLBUNDLE_LINT:-true}" != false ]; then
	if [ "$github" = true ]; then
		errors=$(mktemp) || exit 2
		program lint "$what" --format github 2>"$errors"
		keep $?
		[ ! -s "$errors" ] || closed cat "$errors"
		rm -f "$errors"
	else
		program lint "$what"
		keep $?
	fi
fi
exit "$worst"

# What people and CI run. Tests set up what they need (see internal/pgtest).

SHELL     := /bin/bash
TOOL      := go tool -modfile=tools/go.mod
TESTFLAGS ?=
# The same flags everywhere, so that PostgreSQL's parser is compiled once.
export GOFLAGS := $(strip $(shell go env GOFLAGS) -trimpath)
export CGO_ENABLED := 1

.PHONY: help demo build test race versions crash oracle histories lint-truth lint generate golden drift bench fuzz fuzz-short check ci clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' Makefile

demo: build ## build the tool and show its main job on examples/helpdesk
	@go run ./internal/demo

build: ## build bin/sqlbundle
	go build -o bin/sqlbundle ./cmd/sqlbundle

test: ## run every test; servers are found or fetched
	go test -timeout 20m $(TESTFLAGS) $(LATER) ./...

race: ## the tests under the race detector, without those that only exercise a server
	go test -race -short -timeout 20m $(TESTFLAGS) ./...

versions: export SQLBUNDLE_PG_VERSIONS ?= 13 18
versions: ## the tests whose name ends in Versions, on the oldest and the newest PostgreSQL, or on each of SQLBUNDLE_PG_VERSIONS
	go test -run 'Versions$$' -timeout 30m $(TESTFLAGS) $$(tools/tests.sh '^func Test.*Versions\(')

crash: export SQLBUNDLE_PG_VERSIONS ?= 13 14 15 16 17 18
crash: ## cut the scripts at every message and run them again, on each of these versions; takes a night (WAYS=1: an hour or two)
	cd internal/crash && go test -run 'Versions$$' -timeout 48h $(TESTFLAGS) -every -ways $(or $(WAYS),5)

oracle: export SQLBUNDLE_PG_VERSIONS ?= 13 14 15 16 17 18
oracle: ## measure thousands of statements on each of these versions and compare what is predicted
	go test ./internal/effects -run 'OracleVersions$$' -timeout 5h -v $(TESTFLAGS) -oracle

histories: ## replay every project in DIR on real servers and in the catalog; print where the two part
	cd internal/histories && go test -run TestHistoriesVersions -timeout 10h -v $(TESTFLAGS) -dir $(abspath $(DIR))

lint-truth: export SQUAWK ?= $(HOME)/.cache/sqlbundle/squawk/node_modules/.bin/squawk
lint-truth: ## ask a server which statements of the projects in DIR stop writers, and compare what lint and squawk say
	@test -x "$$SQUAWK" || npm install --silent --no-save --prefix "$(HOME)/.cache/sqlbundle/squawk" squawk-cli@2.66.0
	cd internal/histories && go test -run TestLintTruthVersions -timeout 10h -v $(TESTFLAGS) -truth -dir $(abspath $(DIR))

lint: ## formatting, go vet, staticcheck
	@unformatted=$$($(TOOL) gofumpt -l .) && test -z "$$unformatted" || { echo "run gofumpt -w on:" $$unformatted; exit 1; }
	go vet ./...
	$(TOOL) staticcheck ./...

generate: ## make the generated files anew
	go generate ./...

golden: ## make the expected outputs of tests anew; then read the difference
	go test $$(tools/tests.sh 'flag\.Bool\("update"') -update

drift: ## fail where generated files are not up to date
	tools/drift.sh $(MAKE) --no-print-directory generate

bench: ## run the benchmarks
	go test -run '^$$' -bench . -benchmem -timeout 60m ./...

fuzz: ## fuzz each target for ten minutes (FUZZTIME=1h: longer)
	tools/fuzz.sh $(or $(FUZZTIME),10m)

fuzz-short: ## fuzz all targets, five minutes in all, and the time to compile
	tools/fuzz.sh --share 150

check: lint test drift ## lint, test, and nothing generated is stale

ci: TESTFLAGS += -count=1
# The oldest and the newest server run these in a moment: no third one in between.
ci: LATER := -skip 'Versions$$'
ci: check race fuzz-short versions ## all that CI runs

clean: ## delete what was built
	rm -rf bin

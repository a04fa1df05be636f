# One verb a line. `make` lists them.
PORT ?= 8080
STAGE ?= prod
SHORT = -short -p 4
# As functions are built, so that their compiled packages serve the tests and the linter too.
export CGO_ENABLED := 0
export GOFLAGS := $(GOFLAGS) -trimpath -buildvcs=false
# Python keeps what it has compiled, whatever the environment says: its programs then start in a third of the time.
unexport PYTHONDONTWRITEBYTECODE
export VERSION := $(shell scripts/version)
STAMP = -ldflags "-X github.com/botifire/livechat/shared/config.Version=$(VERSION)"
GOVULNCHECK = v1.9.0
# TypeScript 7: three times as fast. openapi-typescript still needs the programming interface of TypeScript 5.
TSC = node node_modules/typescript-native/bin/tsc
LINT = .local/bin/golangci-lint
# The stories that an emulator's own database and stream reader can carry.
EMULATED = 'WebMessage|StoryOf|SilentVisit|Phone|Takeover|Tenants|Roles|Settings|Sealed|Erasure|Templates'
# The story that needs a stream reader with Lambda's rules for records that fail, which MiniStack has not.
APART = -skip GivenUpWorkComesBack
GO_FAST = $$(go list ./... | grep -v -e /infra -e /e2e)

help: ## list the verbs
	@awk -F':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: needs ## the whole product on this machine (FRESH=1 starts empty, LIFE=0 without simulated visitors)
	@go build $(STAMP) -o .local/bin/dev ./scripts/dev && exec .local/bin/dev -port $(PORT)

test: needs ## everything that we promise, checked
	@scripts/test

# Most of the time goes into linking tests, and some of them wait. Memory is cheaper here than the processor's time.
check: export GOGC = 400
check: tools ## the fast loop: linters, unit and store tests
	@npx --no-install biome ci
	@$(LINT) run & lint=$$!; go test -vet=off -timeout 30m $(SHORT) $(GO_FAST); tests=$$?; wait $$lint && exit $$tests

fmt: tools ## format all code
	@$(LINT) fmt && npx --no-install biome format --write

tools: needs ## install the pinned tools under .local/ and node_modules/
	@go build $(STAMP) -o .local/bin/dev ./scripts/dev && .local/bin/dev -tools

faults: tools ## every function killed after each of its calls, floods, poison, costs (ARGS="-run Kill", EVERY=1 in every story)
	@.local/bin/dev -build && EVERY=$(EVERY) go test ./e2e/faults -count=1 -timeout 30m -parallel 6 $(ARGS)

e2e: tools ## the product through its real doors, on a local cloud of its own, or on the one at ENDPOINT=http://localhost:4566
	@.local/bin/dev -dir .local/$(if $(ENDPOINT),apart -endpoint $(ENDPOINT),e2e) -port 18080 -fresh -life 0 -visits 80 -watch=false -then "go test ./e2e -count=1 -parallel 12 -timeout 30m $(if $(ENDPOINT),$(APART)) $(ARGS)"

web: tools ## the widget and the admin: types, units, budgets (into dist/web)
	@npx --no-install biome ci && $(TSC) -p web && $(TSC) -p web/widget && $(TSC) -p web/test && npx --no-install vitest run --config web/vitest.config.ts --project unit && node web/build.mjs dist/web

browser: tools ## the screens, in Chromium, on a local cloud of its own (ARGS="-t phone", HALF=1/2)
	@scripts/chromium
	@.local/bin/dev -dir .local/browser$(HALF:/2=) -port $(if $(HALF:1/2=),20080,22080) -fresh -life 0 -visits 80 -watch=false -then 'npx --no-install vitest run --config web/vitest.config.ts --project browser $(HALF:%=--shard=%) $(ARGS)'

shots: tools ## take the pictures in docs/screens anew
	@scripts/chromium
	@.local/bin/dev -dir .local/browser -port 22080 -fresh -life 14 -watch=false -then 'npx --no-install vitest run --config web/vitest.config.ts --project shots'

roles: tools ## the fault-free stories with every function's role evaluated
	@.local/bin/dev -dir .local/e2e -port 18080 -alone -fresh -life 0 -visits 20 -watch=false -then "go test ./e2e -count=1 -parallel 12 -timeout 30m -run $(EMULATED)"

stories: ## each story once: with every function's role evaluated, if the emulator's own database carries it
	@$(MAKE) -s e2e ARGS="-skip $(EMULATED)"
	@$(MAKE) -s roles

generate: tools ## types, checks and servers from api/
	@go generate ./... && for name in openapi schemas; do npx --no-install openapi-typescript api/$$name.yaml -o api/gen/$$name.gen.d.ts >/dev/null 2>&1 || exit 1; done

bench: tools ## costs and speed, beside an empty function and an echo (ARGS="-deliveries 50": large deliveries on a busy machine)
	@.local/bin/dev -build && go build -o .local/bin/bench ./scripts/bench
	@for name in empty echo; do CGO_ENABLED=0 go build -tags lambda.norpc -trimpath -ldflags "-s -w" -o .local/dist/$$name/bootstrap ./scripts/bench/$$name || exit 1; done
	@.local/bin/dev -dir .local/bench -port 25080 -fresh -life 0 -watch=false -then '.local/bin/bench -run $$RUN $(ARGS)'

evaluate: tools ## how questions in seven languages are answered (SET=folder, FORMAT=json, PROMPTS=file, ANSWERS=file; TRAIN=1 learns anew; MODEL=titan asks Bedrock's)
	@scripts/bundled native go build -o .local/bin/evaluate ./scripts/evaluate
	@$(if $(TRAIN),.local/bin/evaluate -train $(if $(MODEL),-model $(MODEL)) && scripts/bundled native go build -o .local/bin/evaluate ./scripts/evaluate$(if $(MODEL),, && .local/bin/evaluate -record))
	@.local/bin/evaluate $(if $(MODEL),-model $(MODEL)) $(if $(SET),-set $(SET)) $(if $(FORMAT),-format $(FORMAT)) $(if $(PROMPTS),-prompts $(PROMPTS)) $(if $(ANSWERS),-answers $(ANSWERS))

model: tools ## the bundled model for both processors, and its measurements
	@scripts/bundled arm64 go build ./shared/e5 ./shared/meaning && scripts/bundled native go test -count=1 -timeout 30m ./shared/e5 ./shared/meaning ./scripts/evaluate ./functions/knowledge-work

fuzz: needs ## each parser of outside bytes, five minutes each
	@scripts/fuzz

audit: tools ## known vulnerabilities of our dependencies (needs their databases on the net)
	@go run golang.org/x/vuln/cmd/govulncheck@$(GOVULNCHECK) ./... && npm audit

build: web ## every function and page for AWS
	@scripts/build arm64

synth: build tools ## the CloudFormation template of STAGE, whose settings are in infra/stages
	@go build -o .local/bin/infra ./infra && npx --no-install cdk synth -q -c stage=$(STAGE) -o .local/cdk.out && echo ".local/cdk.out/Botifire-$(STAGE).template.json"

settings: needs ## judge the settings of STAGE, without an account
	@go run ./scripts/deploy -stage $(STAGE) settings

doctor: needs ## look at the AWS account that is signed in: would a deploy of STAGE work, and which requests AWS needs
	@go run ./scripts/doctor -stage $(STAGE)

bootstrap: settings tools ## prepare the account and region of STAGE for cdk, once
	@go run ./scripts/deploy -stage $(STAGE) bootstrap

diff: settings build tools ## show the changes and the losses of a deploy of STAGE
	@go build -o .local/bin/infra ./infra && go run ./scripts/deploy -stage $(STAGE) diff

deploy: settings build tools ## show the changes in STAGE, ask (YES=1 does not), and deploy; ANYWAY=1 although alarms ring
	@go build -o .local/bin/infra ./infra && go run ./scripts/deploy -stage $(STAGE) && go run $(STAMP) ./scripts/publish -stage $(STAGE)

publish: web ## upload the pages of this checkout to STAGE, which is the last step of a deploy
	@go run $(STAMP) ./scripts/publish -stage $(STAGE)

destroy: needs ## take STAGE away (DATA=1 with all of its data, PRODUCTION=1 if it has customers)
	@go run ./scripts/destroy -stage $(STAGE)

needs:
	@command -v go >/dev/null || { echo "Go is not on this machine. You need Go 1.26 or later, from go.dev/dl or your package manager"; exit 1; }

.PHONY: help run test check fmt tools faults e2e web browser shots roles stories bench evaluate model generate fuzz audit build synth settings doctor bootstrap diff deploy publish destroy needs

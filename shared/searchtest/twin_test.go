package searchtest_test

import (
	"testing"

	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/search"
	"github.com/botifire/livechat/shared/searchtest"
)

func TestTheTwinOfAnIndex(t *testing.T) {
	searchtest.Run(t, func(*testing.T, search.Log) search.Index { return &chattest.Index{} })
}

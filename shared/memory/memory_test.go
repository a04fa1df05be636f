package memory

import (
	"testing"

	"github.com/botifire/livechat/shared/storetest"
)

func TestContract(t *testing.T) { storetest.Run(t, New()) }

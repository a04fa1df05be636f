package main

import (
	"cmp"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssqs"
	"github.com/aws/jsii-runtime-go"
	"github.com/botifire/livechat/infra/stage"
	"github.com/botifire/livechat/shared/config"
	"github.com/botifire/livechat/shared/deliveries"
	"github.com/botifire/livechat/shared/dynamo"
	"github.com/botifire/livechat/shared/knowledge"
	"github.com/botifire/livechat/shared/ledger"
	"github.com/botifire/livechat/shared/segments"
)

// The actions of functions on the table. Transactions need the rights of their parts.
var (
	get    = []string{"dynamodb:GetItem"}
	query  = []string{"dynamodb:Query"}
	put    = []string{"dynamodb:PutItem"}
	update = []string{"dynamodb:UpdateItem"}
	remove = []string{"dynamodb:DeleteItem"}
	reads  = []string{"dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query"}
	writes = slices.Concat(put, update, remove)
)

// means are the settings and grants that the catalogue gives to functions, each made once.
type means struct {
	tableARN        *string
	list, work, due *string // the table's indexes
	queues          queues

	sealed, files, web, graph, left, asks, sends, fetches, ends, tasks, connects, deliveries env
	prints, searches, judges, embeds, models, asksModels, mails, letters, mailed             env

	unseal, seal                       grant
	askModels, embedsBy                []grant
	queueSend, queueAll, queueDelivery grant
	queueMail                          grant
	storeDeliveries, takeDeliveries    []grant
	copyUploads, dropUploads           grant
	cannedFiles                        grant
	dropQuarantined                    grant
	readKept, writeKept, dropKept      grant
	writeSites, writeFaces             grant
	readEditions, askEmbed             grant
	takeImports                        grant
	makeEditions, ledger, readLedger   []grant
	readIndex, writeIndex              []grant
	erase                              []grant
}

func newMeans(stack awscdk.Stack, s settings, table *string, sec secrets, q queues, b buckets) means {
	index := func(name string) *string {
		return awscdk.Fn_Join(jsii.String("/index/"), &[]*string{table, &name})
	}
	m := means{
		tableARN: table, list: index(dynamo.ListIndex), work: index(dynamo.WorkIndex), due: index(dynamo.DueIndex), queues: q,
		sealed: env{config.SealKey: sec.seal.KeyId()}, graph: env{config.GraphAddress: &s.Graph},
		connects: env{config.SiteConnects: jsii.String(strconv.Itoa(s.SiteConnects))},
		unseal:   grant{[]string{"kms:Decrypt"}, []*string{sec.seal.KeyArn()}},
		seal:     grant{[]string{"kms:Encrypt"}, []*string{sec.seal.KeyArn()}},
	}
	embed := s.Called("embed")
	m.judges = env{config.EmbedFunction: &embed}
	m.askEmbed = grant{[]string{"lambda:InvokeFunction"}, []*string{stack.FormatArn(&awscdk.ArnComponents{
		Service: jsii.String("lambda"), Resource: jsii.String("function"), ResourceName: &embed,
		ArnFormat: awscdk.ArnFormat_COLON_RESOURCE_NAME,
	})}}
	m.withModels(s)
	m.withEmbeddings(s)
	m.letters = env{config.MailFrom: jsii.String(cmp.Or(s.Sender(), config.NoMail))}
	m.mailed = env{config.MailAfter: jsii.String(strconv.Itoa(s.mailAfter()))}
	m.withQueues(q, b)
	m.withFiles(b)
	m.erase = eraseGrants(q, b)
	return m
}

// withModels adds the models that owners may choose. A stage without one lets nobody ask.
func (m *means) withModels(s settings) {
	offered, _ := json.Marshal(append([]stage.Model{}, s.Models...)) // texts and numbers always encode
	m.models = env{config.Models: jsii.String(string(offered))}
	m.asksModels = env{config.Models: m.models[config.Models]}
	if s.Bedrock != "" {
		m.asksModels["AWS_ENDPOINT_URL_BEDROCK_RUNTIME"] = jsii.String(s.Bedrock)
	}
	all := []*string{}
	for _, one := range s.Models {
		base := one.ID
		if region, rest, ok := strings.Cut(one.ID, "."); ok && slices.Contains(profiles, region) {
			base = rest
			all = append(all, awscdk.Fn_Sub(jsii.String(
				"arn:${AWS::Partition}:bedrock:${AWS::Region}:${AWS::AccountId}:inference-profile/"+one.ID), nil))
		}
		all = append(all, awscdk.Fn_Sub(jsii.String("arn:${AWS::Partition}:bedrock:*::foundation-model/"+base), nil))
	}
	if len(all) > 0 {
		m.askModels = []grant{{[]string{"bedrock:InvokeModel"}, all}}
	}
}

// withEmbeddings adds the model that embeds texts, and the right to ask it if it is one of Bedrock's.
func (m *means) withEmbeddings(s settings) {
	m.embeds = env{config.Embeddings: jsii.String(cmp.Or(s.Embeddings, config.Bundled))}
	if s.Embeddings != "" {
		m.embedsBy = []grant{{[]string{"bedrock:InvokeModel"}, []*string{awscdk.Fn_Sub(jsii.String(
			"arn:${AWS::Partition}:bedrock:${AWS::Region}::foundation-model/"+s.Embeddings), nil)}}}
	}
}

// profiles are the prefixes of inference profiles, which send a request to the model in one of several regions.
// https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-support.html
var profiles = []string{"us", "eu", "apac", "jp", "au", "ca", "global"}

// withQueues adds the settings and grants for tasks, and those for failed work.
func (m *means) withQueues(q queues, b buckets) {
	m.asks = env{config.AnswerQueue: q.answer.QueueUrl()}
	m.sends = env{config.SendQueue: q.send.QueueUrl()}
	m.fetches = env{config.MediaQueue: q.media.QueueUrl()}
	m.prints = env{config.KnowledgeQueue: q.knowledge.QueueUrl()}
	m.searches = env{config.SearchQueue: q.search.QueueUrl()}
	m.ends = env{config.EndQueue: q.end.QueueUrl()}
	m.mails = env{config.MailQueue: q.mail.QueueUrl()}
	m.deliveries = env{config.DeliveryQueue: q.delivery.QueueUrl()}
	m.tasks = env{config.AnswerQueue: q.answer.QueueUrl(), config.SendQueue: q.send.QueueUrl()}
	dead := &[]*string{
		q.answerDead.QueueUrl(), q.sendDead.QueueUrl(), q.mediaDead.QueueUrl(), q.deliveryDead.QueueUrl(),
		q.mailDead.QueueUrl(),
	}
	m.left = env{
		config.FailuresBucket: b.failures.BucketName(), config.DeadQueues: awscdk.Fn_Join(jsii.String(","), dead),
	}
	send := []string{"sqs:SendMessage"}
	m.queueSend = grant{send, []*string{q.send.QueueArn()}}
	m.queueDelivery = grant{send, []*string{q.delivery.QueueArn()}}
	m.queueAll = grant{send, []*string{
		q.answer.QueueArn(), q.send.QueueArn(), q.media.QueueArn(), q.end.QueueArn(), q.knowledge.QueueArn(),
		q.search.QueueArn(), q.mail.QueueArn(),
	}}
	m.queueMail = grant{send, []*string{q.mail.QueueArn()}}
}

// withFiles adds the settings and grants for people's files and the public ones. A function can only
// sign addresses of files for rights of its own. An uploaded file is judged in quarantine and then
// copied.
func (m *means) withFiles(b buckets) {
	m.files = env{config.MediaBucket: b.media.BucketName()}
	m.web = env{config.WebBucket: b.web.BucketName()}
	quarantine, kept := objects(b.media, "quarantine/*"), objects(b.media, "kept/*")
	read, write, drop := []string{"s3:GetObject"}, []string{"s3:PutObject"}, []string{"s3:DeleteObject"}
	m.cannedFiles = grant{slices.Concat(read, write, drop), []*string{objects(b.media, "canned/*")}}
	m.copyUploads = grant{slices.Concat(read, write), []*string{quarantine, kept}}
	m.dropUploads = grant{drop, []*string{quarantine, kept}}
	m.dropQuarantined = grant{drop, []*string{quarantine}}
	m.readKept, m.writeKept, m.dropKept = grant{read, []*string{kept}}, grant{write, []*string{kept}},
		grant{drop, []*string{kept}}
	waiting, known := objects(b.media, deliveries.Waiting+"*"), objects(b.media, deliveries.Known+"*")
	m.storeDeliveries = []grant{{write, []*string{waiting, known}}, {read, []*string{known}}}
	m.takeDeliveries = []grant{
		{slices.Concat(read, drop), []*string{waiting}},
		{[]string{"s3:ListBucket"}, []*string{b.media.BucketArn()}}, // else S3 refuses to say that a file is gone
	}
	editions := objects(b.media, knowledge.Prefix("*")+"editions/*")
	m.readEditions = grant{read, []*string{editions}}
	m.takeImports = grant{slices.Concat(read, write, drop), []*string{objects(b.media, knowledge.ImportPrefix+"*")}}
	m.makeEditions = []grant{
		{slices.Concat(read, write, drop), []*string{editions}},
		{[]string{"s3:ListBucket"}, []*string{b.media.BucketArn()}}, // else S3 refuses to say that an edition is gone
	}
	index := objects(b.media, segments.Prefix("*")+"*")
	list := grant{[]string{"s3:ListBucket"}, []*string{b.media.BucketArn()}} // else S3 refuses to say that a file is gone
	m.readIndex = []grant{{read, []*string{index}}, list}
	m.writeIndex = []grant{{slices.Concat(read, write, drop), []*string{index}}, list}
	lines := objects(b.media, ledger.Prefix("*")+"*")
	m.ledger = []grant{
		{slices.Concat(read, write, drop), []*string{lines}},
		{[]string{"s3:ListBucket"}, []*string{b.media.BucketArn()}}, // it deletes the files that it replaces
	}
	m.readLedger = []grant{{read, []*string{lines}}, list}
	m.writeSites = grant{write, []*string{objects(b.web, "widget/sites/*")}}
	m.writeFaces = grant{slices.Concat(write, drop), []*string{objects(b.web, "widget/faces/*")}}
}

// eraseGrants let a function that runs jobs delete people's data, wherever it lies, and write
// exports.
func eraseGrants(q queues, b buckets) []grant {
	kept, exports, failures := objects(b.media, "kept/*"), objects(b.media, "exports/*"), objects(b.failures, "*")
	lines, known := objects(b.media, ledger.Prefix("*")+"*"), objects(b.media, deliveries.Known+"*")
	return []grant{
		{[]string{"s3:ListBucket"}, []*string{b.media.BucketArn(), b.failures.BucketArn()}},
		{[]string{"s3:DeleteObject"}, []*string{
			kept, objects(b.media, "quarantine/*"), objects(b.media, "canned/*"), exports, failures, lines,
		}},
		{[]string{"s3:GetObject"}, []*string{kept, exports, failures, lines, known}},
		{[]string{"s3:PutObject"}, []*string{exports, objects(b.media, "tombstones/*"), failures, lines, known}},
		{[]string{"sqs:ReceiveMessage", "sqs:DeleteMessage"}, []*string{
			q.answerDead.QueueArn(), q.sendDead.QueueArn(),
			q.mediaDead.QueueArn(), q.deliveryDead.QueueArn(), q.mailDead.QueueArn(),
		}},
		{[]string{"sqs:SendMessage"}, []*string{q.answer.QueueArn()}},
	}
}

func objects(bucket awss3.Bucket, pattern string) *string { return bucket.ArnForObjects(&pattern) }

// table allows actions on the table itself.
func (m means) table(actions ...[]string) grant {
	return grant{slices.Concat(actions...), []*string{m.tableARN}}
}

// index allows queries of indexes.
func (m means) index(indexes ...*string) grant { return grant{query, indexes} }

// delay lets a function put off the tasks of a queue.
func (m means) delay(queue awssqs.Queue) grant {
	return grant{[]string{"sqs:ChangeMessageVisibility"}, []*string{queue.QueueArn()}}
}

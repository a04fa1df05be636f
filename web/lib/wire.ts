// The types of both ends, by their names in api/schemas.yaml.
import type { components } from '../../api/gen/schemas.gen';

type Schemas = components['schemas'];
export type Message = Schemas['Message'];
export type Why = Schemas['Why'];
export type Bubble = Schemas['Bubble'];
export type Option = Schemas['Option'];
export type Form = Schemas['Form'];
export type Field = Schemas['Field'];
export type Media = Schemas['Media'];
export type Owner = Schemas['Owner'];
export type Face = Schemas['Face'];
export type Promised = Schemas['Promise'];
export type Hours = Schemas['Hours'];
export type Page = Schemas['Page'];
export type Goal = Schemas['Goal'];
export type Kept = Schemas['Kept'];
export type WhatsAppWay = Schemas['WhatsAppWay'];
export type Welcome = Schemas['Welcome'];
export type Ack = Schemas['Ack'];
export type ErrorFrame = Schemas['ErrorFrame'];
export type Push = Schemas['Push'];
export type SiteFile = Schemas['SiteFile'];
export type Site = Schemas['SiteSettings'];
export type Session = Schemas['Session'];
export type SessionRow = Schemas['SessionRow'];
export type Conversation = Schemas['Conversation'];
export type ConversationRow = Schemas['ConversationRow'];
export type Alert = Schemas['Alert'];
export type Held = Schemas['Held'];
export type DeckRow = Schemas['DeckRow'];
export type DeckReason = Schemas['DeckReason'];
export type Brief = Schemas['Brief'];
export type BriefLine = Schemas['BriefLine'];
export type Visitor = Schemas['Visitor'];
export type VisitorDetail = Schemas['VisitorDetail'];
export type TimelineRow = Schemas['TimelineRow'];
export type FlowInfo = Schemas['FlowInfo'];
export type FlowRow = Schemas['FlowRow'];
export type FlowStep = Schemas['FlowStep'];
export type Delivery = Schemas['Delivery'];
export type CannedFile = Schemas['CannedFile'];
export type CannedReply = Schemas['CannedReply'];

// Every frame that a visitor's widget may send.
export type VisitorFrame =
  | Schemas['HelloFrame']
  | Schemas['OpenFrame']
  | Schemas['MessageFrame']
  | Schemas['ClickFrame']
  | Schemas['FormFrame' | 'FieldFrame' | 'RateFrame']
  | Schemas['UploadFrame']
  | Schemas['FileFrame']
  | Schemas['ExportFrame' | 'EraseFrame']
  | Schemas['PageFrame']
  | Schemas['TypingFrame']
  | Schemas['ReadFrame']
  | Schemas['TrackFrame']
  | Schemas['AttributesFrame' | 'IdentifyFrame']
  | Schemas['HistoryFrame']
  | Schemas['SyncFrame']
  | Schemas['PingFrame']
  | Schemas['ActivityFrame' | 'MailFrame' | 'NotifyFrame']
  | Schemas['WhatsAppFrame' | 'PairFrame']
  | Schemas['EndFrame'];

import { Radio, Stack, Switch, Textarea } from '@mantine/core';
import type { SiteFields } from './site-draft';

// SiteConsent sets whether visitors are asked before more than is necessary is stored, and by whose card.
export function SiteConsent({ draft, change, fixed, look }: SiteFields) {
  return (
    <>
      <Radio.Group
        label="Consent"
        description={
          'In many countries the law asks for it before you store more than is necessary. ' + 'Ask your legal adviser.'
        }
        value={draft.consent === undefined ? '' : String(draft.consent)}
        onChange={(v) => change({ consent: v === 'true' })}
      >
        <Stack gap={6} mt={6}>
          <Radio value="true" disabled={fixed} label="Required: visitors are private until they agree" />
          <Radio
            value="false"
            disabled={fixed}
            label="Not required: visitors are tracked from the first page, except where the browser opts out"
          />
        </Stack>
      </Radio.Group>
      {draft.consent && (
        <Switch
          label="My page asks for it, and tells the widget with Botifire('consent', true)"
          description="Otherwise the widget shows a card of its own, in the visitor's language"
          checked={!!draft.look.ownBanner}
          disabled={fixed}
          onChange={(e) => look({ ownBanner: e.currentTarget.checked })}
        />
      )}
      {draft.consent && !draft.look.ownBanner && (
        <Textarea
          label="Text of the card"
          placeholder="Ours, in seven languages"
          maxLength={300}
          autosize
          value={draft.look.consentText ?? ''}
          disabled={fixed}
          onChange={(e) => look({ consentText: e.currentTarget.value })}
        />
      )}
    </>
  );
}

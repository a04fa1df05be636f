import type { Catalogue } from './en';

export const fr: Catalogue = {
  sound: 'Son',
  modeFull:
    'Ce chat vous reconnaît grâce à un cookie. Il garde les pages que vous visitez ici, votre ville et vos messages.',
  modeTab:
    'Ce chat vous reconnaît tant que cet onglet est ouvert. Il garde les pages que vous visitez ici, ' +
    'votre ville et vos messages.',
  modeMinimal:
    'Ce chat vous oublie quand vous fermez cet onglet. Il garde votre pays et vos messages, et rien des ' +
    'pages que vous visitez.',
  id: 'Votre numéro ici : {id}',
  show: 'Voir ce qui est gardé',
  download: 'Le télécharger',
  end: 'Terminer le chat et m’oublier sur cet appareil',
  erase: 'Supprimer tout ce qui me concerne',
  eraseAsk: 'Vos messages, fichiers et visites sont supprimés pour toujours, aussi chez l’équipe. Le voulez-vous ?',
  askTeam: 'Vous êtes connu ici par d’autres moyens que ce navigateur. Demandez à l’équipe de tout supprimer.',
  eraseYes: 'Oui, supprimer',
  erased: 'C’est fait. Tout ce qui vous concerne est en cours de suppression.',
  ended: 'C’est fait. Cet appareil a oublié le chat.',
  again: 'Commencer un nouveau chat',
  policy: 'Politique de confidentialité de ce site',
  kept: 'Ce qui est gardé',
  firstSeen: 'Première visite',
  visits: 'Visites',
  pages: 'Pages : {n}',
  profile: 'Ce que vous nous avez dit',
  why: 'Pourquoi l’assistant a-t-il dit cela ?',
  whyThis:
    'Il a comparé votre question à celles pour lesquelles l’équipe a écrit des réponses ; « {title} » en est la plus proche. Les mots sont ceux de l’équipe.',
  whyNone:
    'Il n’invente pas de réponses : il choisit parmi celles que l’équipe a écrites. Il n’en a encore donné aucune ici.',
  nothing: 'Rien.',
};

import type { Catalogue } from './en';

export const es: Catalogue = {
  sound: 'Sonido',
  modeFull: 'Este chat te recuerda con una cookie. Guarda las páginas que visitas aquí, tu ciudad y tus mensajes.',
  modeTab:
    'Este chat te recuerda mientras esta pestaña esté abierta. Guarda las páginas que visitas aquí, tu ' +
    'ciudad y tus mensajes.',
  modeMinimal:
    'Este chat te olvida al cerrar esta pestaña. Guarda tu país y tus mensajes, y nada de las páginas que visitas.',
  id: 'Tu número aquí: {id}',
  show: 'Ver lo que se guarda',
  download: 'Descargarlo',
  end: 'Terminar el chat y olvidarme en este dispositivo',
  erase: 'Eliminar todo sobre mí',
  eraseAsk: 'Sus mensajes, archivos y visitas se eliminan para siempre, también para el equipo. ¿Lo quiere?',
  askTeam: 'Aquí se le conoce por algo más que este navegador. Pida al equipo que lo elimine todo.',
  eraseYes: 'Sí, eliminar',
  erased: 'Hecho. Se está eliminando todo sobre usted.',
  ended: 'Hecho. Este dispositivo ha olvidado el chat.',
  again: 'Empezar un chat nuevo',
  policy: 'Política de privacidad de este sitio',
  kept: 'Lo que se guarda',
  firstSeen: 'Primera visita',
  visits: 'Visitas',
  pages: 'Páginas: {n}',
  profile: 'Lo que nos has dicho',
  why: '¿Por qué dijo esto el asistente?',
  whyThis:
    'Comparó tu pregunta con aquellas para las que el equipo ha escrito respuestas, y «{title}» es la más cercana. Las palabras son del equipo.',
  whyNone:
    'No inventa respuestas: elige entre las que ha escrito el equipo. Hasta ahora no ha dado ninguna de ellas aquí.',
  nothing: 'Nada.',
};

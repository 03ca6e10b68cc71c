/** What mail programs set below an answer, each in its own way. Written for this test. */
export const QUOTED: Record<string, string> = {
  "Gmail, English":
    "On Tue, Nov 3, 2026 at 10:04 AM Maya Ortiz <maya@acme.test> wrote:\n\n> Shall we meet?\n> Maya",
  "Gmail, English, broken":
    "On Tue, Nov 3, 2026 at 10:04 AM Maya Ortiz (Acme Cloud)\n<reply+aaaa@in.acme.test>\nwrote:\n\n> Shall we meet?",
  "Gmail, German":
    "Am Di., 3. Nov. 2026 um 10:04 Uhr schrieb Maya Ortiz <maya@acme.test>:\n\n> Sehen wir uns?",
  "Gmail, French":
    "Le mar. 3 nov. 2026 \u00e0 10:04, Maya Ortiz <maya@acme.test> a \u00e9crit :\n\n> On se voit ?",
  "Gmail, Spanish":
    "El mar, 3 nov 2026 a las 10:04, Maya Ortiz (<maya@acme.test>) escribi\u00f3:\n\n> \u00bfNos vemos?",
  "Gmail, Portuguese":
    "Em ter., 3 de nov. de 2026 \u00e0s 10:04, Maya Ortiz <maya@acme.test> escreveu:\n\n> Vamos?",
  "Apple Mail, English":
    "> On 3 Nov 2026, at 10:04, Maya Ortiz <maya@acme.test> wrote:\n> \n> Shall we meet?",
  "Apple Mail, German":
    "> Am 03.11.2026 um 10:04 schrieb Maya Ortiz <maya@acme.test>:\n> \n> Sehen wir uns?",
  "Apple Mail, French":
    "> Le 3 nov. 2026 \u00e0 10:04, Maya Ortiz <maya@acme.test> a \u00e9crit :\n> \n> Oui ?",
  "Thunderbird, German": "Am 03.11.26 um 10:04 schrieb Maya Ortiz:\n> Sehen wir uns?\n> Maya",
  "Thunderbird, Spanish": "El 3/11/26 a las 10:04, Maya Ortiz escribi\u00f3:\n> \u00bfNos vemos?",
  "Outlook, English":
    "________________________________\nFrom: Maya Ortiz <maya@acme.test>\nSent: Tuesday, November 3, 2026 10:04 AM\nTo: Ann <ann@x.test>\nSubject: Kickoff\n\nShall we meet?\n\nMaya",
  "Outlook, German":
    "Von: Maya Ortiz <maya@acme.test>\nGesendet: Dienstag, 3. November 2026 10:04\nAn: Ann <ann@x.test>\nBetreff: Kickoff\n\nSehen wir uns?",
  "Outlook, French":
    "De : Maya Ortiz <maya@acme.test>\nEnvoy\u00e9 : mardi 3 novembre 2026 10:04\n\u00c0 : Ann\nObjet : Kickoff\n\nOn se voit ?",
  "Outlook, Spanish":
    "De: Maya Ortiz <maya@acme.test>\nEnviado: martes, 3 de noviembre de 2026 10:04\nPara: Ann\nAsunto: Kickoff\n\n\u00bfNos vemos?",
  "Outlook, Portuguese":
    "De: Maya Ortiz <maya@acme.test>\nEnviada em: ter\u00e7a-feira, 3 de novembro de 2026 10:04\nPara: Ann\nAssunto: Kickoff\n\nVamos?",
  "Outlook, old": "-----Original Message-----\nFrom: Maya\n\nShall we meet?",
  "Outlook, old, German": "-----Urspr\u00fcngliche Nachricht-----\nVon: Maya\n\nSehen wir uns?",
  "Outlook, old, French": "-----Message d'origine-----\nDe : Maya\n\nOn se voit ?",
  "Outlook, old, Spanish": "-----Mensaje original-----\nDe: Maya\n\n\u00bfNos vemos?",
  "Outlook, old, Portuguese": "-----Mensagem original-----\nDe: Maya\n\nVamos?",
  "Outlook on the web, bold":
    "*From:* Maya Ortiz <maya@acme.test>\n*Sent:* Tuesday, 3 November 2026 10:04\n*Subject:* Kickoff\n\nHello",
  "only lines": "> Shall we meet?\n> Maya",
};

export const SIGNED: Record<string, string> = {
  "dashes": "-- \nAnn Nair\nNorthwind",
  "iPhone": "Sent from my iPhone",
  "iPhone, German": "Von meinem iPhone gesendet",
  "iPhone, French": "Envoy\u00e9 de mon iPhone",
  "iPhone, Spanish": "Enviado desde mi iPhone",
  "iPhone, Portuguese": "Enviado do meu iPhone",
  "dashes above a quotation":
    "--\nAnn\n\nOn Tue, Nov 3, 2026 at 10:04 AM Maya <maya@acme.test> wrote:\n> Shall we meet?",
};

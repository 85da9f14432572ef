"""The words by which mail programs mark what is not the writer's own, in the languages of the EU. Tables only.

One line a language, so that a native speaker can check theirs: bg cs da de el en es et fi fr ga hr hu it lt lv mt nl pl
pt ro sk sl sv. All are regular expressions, compared without regard to case.
"""

# "On Monday Ana wrote:" – the verb; a date, an address or a quotation must come with it.
WROTE = (
    r"написа",  # bg
    r"napsal(?:\(a\)|a)?",  # cs, sl
    r"skrev",  # da, sv
    r"schrieb",  # de
    r"έγραψε",  # el
    r"wrote",  # en
    r"escribió",  # es
    r"kirjutas",  # et
    r"kirjoitti",  # fi
    r"a écrit",  # fr
    r"scríobh",  # ga
    r"napisa(?:o|la)(?:/la|/o)?(?:\s+je)?",  # hr
    r"(?:ezt )?írta",  # hu
    r"ha scritto",  # it
    r"rašė",  # lt
    r"rakstīja",  # lv
    r"kiteb",  # mt
    r"schreef|heeft (?:het volgende )?geschreven",  # nl
    r"napisał(?:\(a\)|a)?|pisze",  # pl
    r"escreveu",  # pt
    r"a scris",  # ro
    r"napísal(?:\(a\)|a)?",  # sk
    r"napisal(?:\(a\)|a)?",  # sl
)

# Labels of the header block that Outlook and others put above what they answer.
FROM = (
    r"От|Od|Fra|Von|Από|From|De|Saatja|Kellelt|Lähettäjä|Ó|Feladó|Da|Nuo|No|Minn|Van|De la|Från|Expéditeur|"
    r"Absender|Mittente|Remitente|Afsender|Avsändare|Nadawca|Odesílatel|Odosielateľ|Pošiljatelj|Expeditor"
)
SENT = (
    r"Изпратено|Дата|Odesláno|Datum|Sendt|Dato|Gesendet|Στάλθηκε|Εστάλη|Ημερομηνία|Sent|Date|Enviado(?: el)?|Fecha|"
    r"Saadetud|Kuupäev|Lähetetty|Päiväys|Päivämäärä|Envoyé|Seolta|Dáta|Poslano|Küldve|Elküldve|Dátum|Inviato|Data|"
    r"Išsiųsta|Siųsta|Nosūtīts|Datums|Mibgħuta|Verzonden|Wysłane|Wysłano|Trimis|Odoslané|Skickat"
)
TO = (
    r"До|Komu|Til|An|Προς|To|Para|Adressaat|Kellele|Vastaanottaja|À|Chuig|Za|Prima|Címzett|A|Kam|Iki|Lil|Aan|Do|"
    r"Către|Till|Empfänger|Destinataire|Destinatario"
)
SUBJECT = (
    r"Относно|Тема|Předmět|Emne|Betreff|Θέμα|Subject|Asunto|Teema|Aihe|Objet|Ábhar|Predmet|Tárgy|Oggetto|Tema|Temats|"
    r"Suġġett|Onderwerp|Temat|Assunto|Subiect|Zadeva|Ämne"
)

# "-----Original Message-----"
ORIGINAL = (
    r"Оригинално съобщение|Původní zpráva|Oprindelig meddelelse|Ursprüngliche Nachricht|Αρχικό μήνυμα|"
    r"Original Message|Mensaje original|Algne sõnum|Algsõnum|Alkuperäinen viesti|Message d['’]origine|"
    r"Teachtaireacht bhunaidh|Izvorna poruka|Eredeti üzenet|Messaggio originale|Pradinis laiškas|"
    r"Sākotnējais ziņojums|Messaġġ oriġinali|Oorspronkelijk bericht|Wiadomość oryginalna|Oryginalna wiadomość|"
    r"Mensagem original|Mesaj original|Pôvodná správa|Izvirno sporočilo|Ursprungligt meddelande"
)

# "Sent from my phone": a line that begins so and is short.
SENT_FROM = (
    r"Изпратено от|Odesláno z|Sendt fra|Gesendet von|Von meinem \w+ gesendet|Diese Nachricht wurde von meinem|"
    r"Στάλθηκε από|Εστάλη από|Sent from (?:my|Outlook|Yahoo|Mail|Samsung|Proton|Gmail)|Get Outlook for|"
    r"Enviado (?:desde|do|de) (?:mi|meu)|Enviado (?:desde|a partir do) \w+|Saadetud minu|Lähetetty \w+sta|"
    r"Lähetetty (?:iPhone|Android|Samsung)\S*|Envoyé (?:de mon|à partir de|depuis)|Télécharger Outlook pour|"
    r"Seolta ó mo|Poslano (?:s|sa|iz|z) |Elküldve a|iPhone-omról küldve|Inviato da|Scarica Outlook per|"
    r"Išsiųsta iš|Nosūtīts no|Mibgħut mill?|Verzonden vanaf|Verstuurd vanaf|Wysłane z|Wysłano z|Trimis de pe|"
    r"Odoslané z|Skickat från|Outlook für (?:iOS|Android) (?:beziehen|herunterladen)|Hämta Outlook för|Hent Outlook til"
)

# "This message … confidential": how such a paragraph begins, and the stem that it holds soon after.
DISCLAIMER_BEGINS = (
    r"Това (?:електронно )?съобщение|Tat[oa] (?:e-mailová )?zpráva|Denne (?:e-)?mail|Diese (?:E-Mail|Nachricht)|"
    r"Der Inhalt dieser|Αυτό το (?:ηλεκτρονικό )?μήνυμα|Το παρόν (?:ηλεκτρονικό )?μήνυμα|"
    r"This (?:e-?mail|message|communication|transmission)|The (?:information|content\w*) (?:contained )?(?:in|of) this|"
    r"Este (?:mensaje|correo)|La información contenida|(?:See|Käesolev) (?:e-)?kiri|Tämä (?:viesti|sähköposti)|"
    r"Ce (?:message|courriel|mail)|Les informations contenues|Tá an (?:ríomhphost|teachtaireacht)|"
    r"Ov[aoe]j? (?:e-)?(?:poruka|mail)|Ez az (?:e-mail|üzenet|elektronikus)|Quest[oa] (?:messaggio|e-?mail)|"
    r"Le informazioni contenute|Šis (?:el\. )?(?:laiškas|pranešimas)|Šis (?:e-pasta )?(?:ziņojums|sūtījums)|"
    r"Dan il-messaġġ|Di[te] (?:e-mail|bericht)|De informatie in|(?:Ta|Niniejsza) wiadomość|"
    r"Est[ae] (?:mensagem|e-?mail)|"
    r"Acest (?:mesaj|e-mail)|Táto (?:e-mailová )?správa|To (?:elektronsko )?sporočilo|"
    r"Detta (?:meddelande|e-post\w*|mail)"
)
DISCLAIMER_STEM = (
    r"поверител|důvěrn|fortrolig|vertraulich|εμπιστευτικ|confiden|privileged|konfidentsiaal|luottamuksel|rúnda|"
    r"faoi rún|povjerljiv|bizalmas|riservat|konfidenci|kunfidenzjali|vertrouwelijk|poufn|dôvern|zaupn|konfidentiell"
)
DISCLAIMER_HEADINGS = (
    r"\W*(?:(?:CONFIDENTIALITY|LEGAL|PRIVACY)(?: NOTICE)?|DISCLAIMER|HAFTUNGSAUSSCHLUSS|AVISO LEGAL|"
    r"AVIS DE CONFIDENTIALITÉ|AVVERTENZA)\b.{0,40}|\W*(?:Please consider the environment|Think before you print|"
    r"Bitte denken Sie an die Umwelt|Pensez à l['’]environnement|Avant d['’]imprimer).{0,120}"
)

# Subjects of notes that a program writes; with or without the headers that say so.
AUTOMATIC_SUBJECTS = (
    r"Автоматичен отговор|Automatická odpověď|Automatisk svar|Autosvar|Automatische Antwort|Abwesenheit\w*|"
    r"Αυτόματη απάντηση|Automatic reply|Auto(?:matic)?[ -]?(?:re(?:ply|sponse))|Out of (?:the )?office|"
    r"Respuesta automática|Automaatvastus|Automaattinen vastaus|Réponse automatique|Absence du bureau|"
    r"Freagra uathoibríoch|Automatski odgovor|Automatikus válasz|Risposta automatica|Fuori sede|"
    r"Automatinis atsakymas|Automātiska atbilde|Tweġiba awtomatika|Automatisch antwoord|Afwezig\w*|"
    r"Automatyczna odpowiedź|Odpowiedź automatyczna|Resposta automática|Răspuns automat|Automatická odpoveď|"
    r"Samodejni odgovor|Autosvar|Automatiskt svar|Undeliver\w*|Delivery (?:Status Notification|failure)|"
    r"Mail delivery failed|Returned mail|Unzustellbar\w*|Non remis"
)

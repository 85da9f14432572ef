"""Mails as programs write them, made in code."""

from email.message import EmailMessage

REPLY = "reply.example"


def mail(
    to,
    sender="Ana Reader <ana@members.example>",
    text="These three.",
    *,
    html=None,
    subject="Re: [First group] Which indicators?",
    number="one",
    files=(),
    **headers,
) -> bytes:
    """One mail as bytes; keyword arguments with underscores become headers."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message["Date"] = "Tue, 17 Mar 2026 09:00:00 +0100"
    if number:
        message["Message-ID"] = f"<{number}@mail.members.example>"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    if text is not None:
        message.set_content(text)
    if html is not None:
        message.set_content(html, subtype="html") if text is None else message.add_alternative(html, subtype="html")
    for name, content in files:
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


# What people wrote above, and what their program put below: the own words are always the first.
LETTER = "> ##- Write your answer above this line -##\n>\n> Which indicators?\n> Bela Writer writes in First group:"
OWN = "These three.\n\nAnd a fourth one?"
ATTRIBUTIONS = {
    "gmail en": "On Mon, Mar 16, 2026 at 6:12 PM Bela Writer in First group <\nsecretariat@s3cop.example> wrote:",
    "thunderbird en": "On 16/03/2026 18:12, Bela Writer in First group wrote:",
    "apple en": "On 16 Mar 2026, at 18:12, Bela Writer in First group <secretariat@s3cop.example> wrote:",
    "gmail de": "Am Mo., 16. März 2026 um 18:12 Uhr schrieb Bela Writer in First group <\nsecretariat@s3cop.example>:",
    "thunderbird de": "Am 16.03.26 um 18:12 schrieb Bela Writer in First group:",
    "gmail fr": "Le lun. 16 mars 2026 à 18:12, Bela Writer in First group <\nsecretariat@s3cop.example> a écrit :",
    "gmail es": "El lun, 16 mar 2026 a las 18:12, Bela Writer (<secretariat@s3cop.example>)\nescribió:",
    "gmail it": "Il giorno lun 16 mar 2026 alle ore 18:12 Bela Writer <\nsecretariat@s3cop.example> ha scritto:",
    "gmail pt": "Bela Writer <secretariat@s3cop.example> escreveu (segunda, 16/03/2026\nà(s) 18:12):",
    "gmail nl": "Op ma 16 mrt 2026 om 18:12 schreef Bela Writer <secretariat@s3cop.example>:",
    "gmail pl": "pon., 16 mar 2026 o 18:12 Bela Writer <secretariat@s3cop.example>\nnapisał(a):",
    "thunderbird pl": "W dniu 16.03.2026 o 18:12, Bela Writer pisze:",
    "gmail cs": "po 16. 3. 2026 v 18:12 odesílatel Bela Writer <secretariat@s3cop.example>\nnapsal:",
    "gmail sk": "po 16. 3. 2026 o 18:12 Bela Writer <secretariat@s3cop.example> napísal(a):",
    "gmail sl": "V V pon., 16. mar. 2026 ob 18:12 je oseba Bela Writer <secretariat@s3cop.example>\nnapisala:",
    "gmail hr": "pon, 16. ožu 2026. u 18:12 Bela Writer <secretariat@s3cop.example> napisao je:",
    "gmail hu": "Bela Writer <secretariat@s3cop.example> ezt írta (időpont: 2026. márc.\n16., H, 18:12):",
    "gmail ro": "În lun., 16 mar. 2026 la 18:12, Bela Writer <secretariat@s3cop.example> a\nscris:",
    "gmail bg": "На пн, 16.03.2026 г. в 18:12 Bela Writer <secretariat@s3cop.example> написа:",
    "gmail el": "Στις Δευ 16 Μαρ 2026 στις 6:12 μ.μ., ο χρήστης Bela Writer <\nsecretariat@s3cop.example> έγραψε:",
    "gmail da": "Den man. 16. mar. 2026 kl. 18.12 skrev Bela Writer <secretariat@s3cop.example>:",
    "gmail sv": "Den mån 16 mars 2026 kl 18:12 skrev Bela Writer <secretariat@s3cop.example>:",
    "gmail fi": "ma 16. maalisk. 2026 klo 18.12 Bela Writer (secretariat@s3cop.example)\nkirjoitti:",
    "gmail et": "Kuupäev E, 16. märts 2026 kell 18:12 kirjutas Bela Writer <\nsecretariat@s3cop.example>:",
    "gmail lv": "pirmd., 2026. g. 16. marts, plkst. 18:12 — lietotājs Bela Writer (<\nbela@s3cop.example>) rakstīja:",
    "gmail lt": "2026-03-16, pr, 18:12 Bela Writer <secretariat@s3cop.example> rašė:",
    "mt": "Fit-16 ta' Marzu 2026 fi 18:12, Bela Writer kiteb:",
    "ga": "Ar an 16 Márta 2026 ag 18:12, scríobh Bela Writer:",
}
BLOCKS = {
    "en": ("From: Bela", "Sent: Monday", "To: Ana", "Subject: Which"),
    "de": ("Von: Bela", "Gesendet: Montag", "An: Ana", "Betreff: Which"),
    "fr": ("De : Bela", "Envoyé : lundi", "À : Ana", "Objet : Which"),
    "es": ("De: Bela", "Enviado: lunes", "Para: Ana", "Asunto: Which"),
    "it": ("Da: Bela", "Inviato: lunedì", "A: Ana", "Oggetto: Which"),
    "pt": ("De: Bela", "Enviado: segunda", "Para: Ana", "Assunto: Which"),
    "nl": ("Van: Bela", "Verzonden: maandag", "Aan: Ana", "Onderwerp: Which"),
    "pl": ("Od: Bela", "Wysłane: poniedziałek", "Do: Ana", "Temat: Which"),
    "cs": ("Od: Bela", "Odesláno: pondělí", "Komu: Ana", "Předmět: Which"),
    "sk": ("Od: Bela", "Odoslané: pondelok", "Komu: Ana", "Predmet: Which"),
    "sl": ("Od: Bela", "Poslano: ponedeljek", "Za: Ana", "Zadeva: Which"),
    "hr": ("Od: Bela", "Poslano: ponedjeljak", "Prima: Ana", "Predmet: Which"),
    "hu": ("Feladó: Bela", "Elküldve: hétfő", "Címzett: Ana", "Tárgy: Which"),
    "ro": ("De la: Bela", "Trimis: luni", "Către: Ana", "Subiect: Which"),
    "bg": ("От: Bela", "Изпратено: понеделник", "До: Ana", "Относно: Which"),
    "el": ("Από: Bela", "Στάλθηκε: Δευτέρα", "Προς: Ana", "Θέμα: Which"),
    "da": ("Fra: Bela", "Sendt: mandag", "Til: Ana", "Emne: Which"),
    "sv": ("Från: Bela", "Skickat: måndag", "Till: Ana", "Ämne: Which"),
    "fi": ("Lähettäjä: Bela", "Lähetetty: maanantai", "Vastaanottaja: Ana", "Aihe: Which"),
    "et": ("Saatja: Bela", "Saadetud: esmaspäev", "Adressaat: Ana", "Teema: Which"),
    "lv": ("No: Bela", "Nosūtīts: pirmdiena", "Kam: Ana", "Temats: Which"),
    "lt": ("Nuo: Bela", "Išsiųsta: pirmadienis", "Kam: Ana", "Tema: Which"),
    "mt": ("Minn: Bela", "Mibgħuta: It-Tnejn", "Lil: Ana", "Suġġett: Which"),
    "ga": ("Ó: Bela", "Seolta: Dé Luain", "Chuig: Ana", "Ábhar: Which"),
    "bold": ("*From:* Bela", "*Sent:* Monday", "*To:* Ana", "*Subject:* Which"),
}
ENDINGS = {
    "signature": "-- \nAna Reader\nRegion of Samples",
    "phone": "Sent from my iPhone",
    "handy": "Von meinem iPhone gesendet",
    "téléphone": "Envoyé de mon iPhone",
    "outlook": "Get Outlook for iOS<https://aka.ms/o0ukef>",
    "disclaimer en": "This e-mail and any attachments are confidential and may be privileged.\nIf you are not …",
    "disclaimer de": "Diese E-Mail enthält vertrauliche und/oder rechtlich geschützte Informationen.",
    "disclaimer fr": "Ce message et toutes les pièces jointes sont confidentiels.",
    "disclaimer pl": "Ta wiadomość zawiera informacje poufne.",
    "heading": "CONFIDENTIALITY NOTICE: only for you",
    "paper": "Please consider the environment before printing this e-mail",
}
HTML = {
    "gmail": '<div dir="ltr"><div>These three.</div><div><br></div><div>And a fourth one?</div></div><br>'
    '<div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">On Mon, Bela wrote:<br></div>'
    '<blockquote class="gmail_quote" style="margin:0"><p>Which indicators?</p></blockquote></div>',
    "outlook web": '<html><head><style>p {margin:0}</style></head><body dir="ltr"><div>These three.</div>'
    '<div><br></div><div>And a fourth one?</div><div id="appendonsend"></div><hr>'
    '<div id="divRplyFwdMsg"><b>Von:</b> Bela<br></div><div>Which indicators?</div></body></html>',
    "outlook desktop": '<div class="WordSection1"><p class="MsoNormal">These three.<o:p></o:p></p>'
    '<p class="MsoNormal">And a fourth one?</p><div><div style="border-top:solid #E1E1E1 1.0pt"><p class="MsoNormal">'
    "<b>From:</b> Bela<br><b>Sent:</b> Monday<br><b>To:</b> Ana<br><b>Subject:</b> Which</p></div></div>"
    "<p>Which indicators?</p></div>",
    "apple": '<html><body>These three.<br><br>And a fourth one?<br><div><br><blockquote type="cite"><div>On 16 Mar '
    "2026, Bela wrote:</div><div>Which indicators?</div></blockquote></div></body></html>",
    "thunderbird": '<p>These three.</p><p>And a fourth one?</p><div class="moz-cite-prefix">Am 16.03.26 schrieb Bela:'
    '</div><blockquote type="cite" cite="mid:x"><p>Which indicators?</p></blockquote>'
    '<div class="moz-signature">-- <br>Ana</div>',
}

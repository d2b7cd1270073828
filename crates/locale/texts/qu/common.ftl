# Qhichwa, urin (quechua sureño, escritura oficial): solo lo que rodea al escáner; las demás páginas están en castellano.
# Lo tiene que revisar un hablante nativo antes de usarlo: docs/how-to-add.md.
language-name = Runasimi
language-label = Simi
site-name = Permisokuna, tramitekuna
skip-to-content = Ukhunman riy
official-site = Sitio oficial:
official-domain = kayllapi:
demo-title = Qhawanallapaq.
demo-body = Kaypi ruwasqaykiqa manam valinchu.
demo-mail = Correokunata qhaway
site-banner = Willakuy
footer-verify = Permisota chiqaqchay
footer-status = Mañakuyniyta qhaway
footer-accessibility = Llapa runapaq
footer-office = Llamk’aqkunapaq
footer-privacy = Privacidad
footer-terms = Condiciones de uso
footer-complaints = Libro de Reclamaciones

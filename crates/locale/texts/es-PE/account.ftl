# La propia cuenta: contraseña, segundo paso, sesiones.
account-code-title = Segundo paso
account-code = Código de tu aplicación
account-code-hint = Seis cifras que cambian cada 30 segundos. Si perdiste el teléfono, escribe uno de tus códigos de recuperación.
account-code-wrong = Ese código no vale. Espera a que la aplicación muestre el siguiente
account-code-help = ¿No tienes el teléfono ni los códigos de recuperación? Pide a quien administra las cuentas que quite tu segundo paso; al entrar lo configurarás otra vez.
account-go-on = Continuar
account-log-in-late = Pasó demasiado tiempo. Escribe otra vez tu correo y tu contraseña.
account-set-up-title = Configurar el segundo paso
account-set-up-lead = Además de la contraseña, tu cuenta se protege con códigos que solo muestra tu teléfono.
account-set-up-picture = Código para la aplicación
account-set-up-step-app = Abre en tu teléfono una aplicación de códigos, como Google Authenticator, Aegis o 2FAS.
account-set-up-step-scan = Escanea este código o escribe la clave:
account-set-up-step-code = Escribe las seis cifras que la aplicación muestra ahora.
account-set-up-code = Código de seis cifras
account-set-up = Activar
account-set-up-wrong = Ese código no es el de esta clave. Mira que la hora del teléfono sea la correcta y escribe el siguiente código
account-set-up-link = Abrir la aplicación en este mismo teléfono
account-codes-title = Guarda tus códigos de recuperación
account-codes-lead = Se muestran solo esta vez. Imprímelos o anótalos y guárdalos en un lugar seguro, lejos del teléfono.
account-codes-each = Cada uno sirve una sola vez, en lugar del código de la aplicación.
account-codes-kept = Ya los guardé
account-codes-left = { $count ->
    [0] Ya no te quedan códigos de recuperación.
    [one] Te queda { $count } código de recuperación.
   *[other] Te quedan { $count } códigos de recuperación.
  }
account-renew-codes = Hacer códigos de recuperación nuevos
account-renew-codes-lead = Los anteriores dejan de servir.
account-factor = Segundo paso
account-factor-since = Entras con códigos de una aplicación desde el { $time }.
account-factor-none = Todavía no está configurado: quien sepa tu contraseña entra en tu cuenta.
account-factor-demanded = Tus roles lo piden: lo configurarás la próxima vez que entres, o ahora.
account-other-factor = Usar otro teléfono
account-remove-factor = Quitar el segundo paso
account-remove-factor-lead = Desde entonces basta la contraseña para entrar en tu cuenta.
account-remove-factor-demanded = Tus roles lo piden: la próxima vez que entres tendrás que configurarlo otra vez.
account-factor-removed = Quitaste el segundo paso.
account-change-password = Cambiar la contraseña
account-change-password-ends = Al cambiarla se cierran tus sesiones en otros navegadores.
account-old-password = Contraseña actual
account-old-password-wrong = Esa no es tu contraseña actual
account-new-password = Contraseña nueva
account-password-hint = 12 letras o más. Una frase tuya se recuerda mejor y es difícil de adivinar.
account-password-short = La contraseña es muy corta: 12 letras o más
account-password-common = Muchas personas usan esa contraseña o una casi igual. Escribe una frase tuya
account-password-own = Esa contraseña está hecha con tu nombre o tu correo, que otros conocen. Escribe otra
account-password-pattern = Esa contraseña se repite o sigue un orden fácil de adivinar. Escribe otra
account-password-changed = Cambiaste tu contraseña.
account-password-set = Tu contraseña está lista. Entra con ella.
account-sessions = Dónde tienes la sesión abierta
account-browser = Navegador
account-browser-unknown = Desconocido
account-this = Este
account-since = Desde
account-seen = Último uso
account-end = Cerrar
account-end-others = Cerrar todas las demás
account-sessions-ended = Sesión cerrada.
account-browsers = Navegadores conocidos
account-browsers-known = { $count ->
    [0] Ninguno.
    [one] Entraste antes en { $count } navegador.
   *[other] Entraste antes en { $count } navegadores.
  }
account-browsers-lead = Desde ellos puedes entrar aunque alguien esté probando contraseñas en tu cuenta. Si ya no usas alguno, olvídalos: volverán a ser conocidos cuando entres.
account-forget-browsers = Olvidarlos
account-browsers-forgotten = Ya no se conoce ningún navegador tuyo.
account-link-title = Pon tu contraseña
account-link-lead = { $name }, entrarás con el correo { $email } y esta contraseña.
account-link-set = Guardar la contraseña
account-link-over = Este enlace ya se usó o venció. Pide otro a quien administra las cuentas.

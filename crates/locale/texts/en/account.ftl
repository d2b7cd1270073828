# One's own account: password, second step, sessions.
account-code-title = Second step
account-code = Code of your app
account-code-hint = Six digits that change every 30 seconds. If you have lost the phone, type one of your recovery codes.
account-code-wrong = That code is not good. Wait until the app shows the next one
account-code-help = Neither the phone nor the recovery codes at hand? Ask whoever manages the accounts to remove your second step; you set it up again when you log in.
account-go-on = Continue
account-log-in-late = Too much time has passed. Type your address and your password again.
account-set-up-title = Set up the second step
account-set-up-lead = Besides the password, codes that only your phone shows protect your account.
account-set-up-picture = Code for the app
account-set-up-step-app = Open an app for codes on your phone, such as Google Authenticator, Aegis or 2FAS.
account-set-up-step-scan = Scan this code or type the key:
account-set-up-step-code = Type the six digits that the app shows now.
account-set-up-code = Code of six digits
account-set-up = Turn on
account-set-up-wrong = That code does not belong to this key. See that the phone's clock is right, and type the next code
account-set-up-link = Open the app on this very phone
account-codes-title = Keep your recovery codes
account-codes-lead = They are shown this once only. Print them or write them down, and keep them in a safe place, away from the phone.
account-codes-each = Each is good once, in the place of the app's code.
account-codes-kept = I have kept them
account-codes-left = { $count ->
    [0] You have no recovery codes left.
    [one] You have { $count } recovery code left.
   *[other] You have { $count } recovery codes left.
  }
account-renew-codes = Make new recovery codes
account-renew-codes-lead = Those of before are good no more.
account-factor = Second step
account-factor-since = You log in with an app's codes since { $time }.
account-factor-none = It is not set up yet: whoever knows your password gets into your account.
account-factor-demanded = Your roles ask for it: you set it up when you next log in, or now.
account-other-factor = Use another phone
account-remove-factor = Remove the second step
account-remove-factor-lead = From then on the password is enough to get into your account.
account-remove-factor-demanded = Your roles ask for it: you will have to set it up again when you next log in.
account-factor-removed = You removed the second step.
account-change-password = Change the password
account-change-password-ends = Changing it ends your sessions in other browsers.
account-old-password = Current password
account-old-password-wrong = That is not your current password
account-new-password = New password
account-password-hint = 12 letters or more. A sentence of your own is easier to remember and hard to guess.
account-password-short = The password is too short: 12 letters or more
account-password-common = Many people use that password or one that is nearly the same. Type a sentence of your own
account-password-own = That password is made of your name or your address, which others know. Type another
account-password-pattern = That password repeats itself or follows an order that is easy to guess. Type another
account-password-changed = You changed your password.
account-password-set = Your password is set. Log in with it.
account-sessions = Where you are logged in
account-browser = Browser
account-browser-unknown = Unknown
account-this = This one
account-since = Since
account-seen = Last used
account-end = End
account-end-others = End all others
account-sessions-ended = Session ended.
account-browsers = Known browsers
account-browsers-known = { $count ->
    [0] None.
    [one] You have logged in before in { $count } browser.
   *[other] You have logged in before in { $count } browsers.
  }
account-browsers-lead = From them you can log in even while somebody is trying passwords on your account. If you no longer use one, forget them: they become known again when you log in.
account-forget-browsers = Forget them
account-browsers-forgotten = No browser of yours is known any more.
account-link-title = Set your password
account-link-lead = { $name }, you will log in with the address { $email } and this password.
account-link-set = Keep the password
account-link-over = This link was used or is over. Ask whoever manages the accounts for another.

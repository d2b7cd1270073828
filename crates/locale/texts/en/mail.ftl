mail-received-subject = We have your application { $reference }
mail-received-body =
    Hello { $name },

    We have your application for “{ $service }”. Your application number is { $reference }.

    { $told }

    { $expected }

    { $payment }

    See how it is going at any time:
    { $link }

    This link is yours alone. Don’t share it: whoever has it can see and withdraw your application.

mail-advanced-subject = Your application { $reference } is moving on
mail-advanced-body =
    Hello { $name },

    Your application for “{ $service }” has come to this step: { $step }.

    { $told }

    { $expected }

    See how it is going at any time:
    { $link }

mail-asked-subject = We need one more thing for your application { $reference }
mail-asked-body =
    Hello { $name },

    To go on with your application for “{ $service }” we need something from you:

    { $message }

    Please answer here before { $until }:
    { $link }

    If we don’t have your answer by then, we will close your application. You can apply again.

mail-consent-awaited = We wrote to { $address } to ask for their consent. We will tell you when they answer.

mail-consent-asked-subject = { $name } asks for your consent (application { $reference })
mail-consent-asked-body =
    Hello,

    { $name } has applied for “{ $service }” and gave us your e-mail address, because we need your consent to continue.

    { $asks }

    See what it is about and answer here until { $until }:
    { $link }

    If you don’t know { $name } or don’t agree, say so on the same page. Don’t forward this e-mail: the link answers in your name.

mail-inspection-set-subject = Inspection on { $when } (application { $reference })
mail-inspection-set-body =
    Hello { $name },

    For your application for “{ $service }” we make an inspection on { $when }. If you had another day, this one takes its place.

    { $place }

    { $prepare }

    Somebody must be there. If you cannot, tell us before. You also see it here:
    { $link }

mail-payment = You have to pay { $total }. { $pay }
mail-begins = It is not valid yet: it begins to be valid on { $from }.
mail-conditions = The office set conditions for you: { $conditions }
mail-checked = { $who } will check the permit by its QR code.

mail-approved-subject = Your permit { $permit } is ready
mail-approved-body =
    Hello { $name },

    We approved your application for “{ $service }”. Your permit is attached.

    Permit number: { $permit }
    Valid until: { $until }

    { $conditions }

    { $begins }

    { $payment }

    Carry it on paper or on your phone, with your identity document.

    { $checked }

    You can also download it here:
    { $link }

mail-rejected-subject = We did not approve your application { $reference }
mail-rejected-body =
    Hello { $name },

    We did not approve your application for “{ $service }”.

    Reason: { $reason }

    { $note }

    See here what you can do now:
    { $link }

mail-lapsed-subject = We closed your application { $reference }
mail-lapsed-body =
    Hello { $name },

    We closed your application for “{ $service }” because time ran out. If you still need the permit, please apply again.

    See the details here:
    { $link }

mail-withdrawn-subject = You withdrew your application { $reference }
mail-withdrawn-body =
    Hello { $name },

    You withdrew your application for “{ $service }”. We won’t review it. If you change your mind, apply again.

    { $link }

mail-revoked-subject = Your permit is no longer valid (application { $reference })
mail-revoked-body =
    Hello { $name },

    We revoked your permit for “{ $service }”. You can no longer use it.

    Reason: { $reason }

    If you think this is a mistake, tell us: our details are at the end of this e-mail. You see your application here:
    { $link }

mail-reissued-subject = Your permit has a new code (application { $reference })
mail-reissued-body =
    Hello { $name },

    For safety we changed the QR code of your permit { $permit } for “{ $service }”. Your earlier printed permit is no longer valid: print the one attached, or carry it on your phone.

    Your permit is the same as before and is valid until { $until }. You don’t have to apply for anything.

    You also find it here:
    { $link }

mail-replaced-subject = Your permit { $permit } was replaced (application { $reference })
mail-replaced-body =
    Hello { $name },

    A newer permit has replaced your permit { $permit } for “{ $service }”, which is no longer valid. Use the newer one.

    If you don’t know of this change, tell the authority that gave you the permit. You see your application here:
    { $link }

mail-link-subject = The link to your application { $reference }
mail-link-body =
    Hello { $name },

    This link opens your application for “{ $service }”:
    { $link }

    It works for 90 days. The first time on each device it asks for your document number. Do not share it.

mail-address-corrected-subject = We no longer write here about application { $reference }
mail-address-corrected-body =
    Hello,

    Whoever made application { $reference } for “{ $service }” changed their e-mail address. From now on we write to the new one, and the links that you got here no longer open it.

    If the application is yours and you did not make this change, tell the authority today. How to reach it is on the service’s page:
    { $link }

mail-kept-subject = We keep the data of your application { $reference }
mail-kept-body =
    Hello { $name },

    You asked us to erase the data of your application for “{ $service }”. We decided not to.

    Reason: { $reason }

    Here you see what we keep about you, and until when:
    { $link }

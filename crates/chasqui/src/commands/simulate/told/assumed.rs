//! What the judgement rests on.

use forms::Step;
use jiff::SignedDuration;

use super::Told;
use crate::{
    cli::{Shape, Share},
    commands::simulate::words::{counted, length, minute, number, together},
};

impl Told<'_> {
    /// What was assumed, in one paragraph.
    pub(in crate::commands::simulate) fn assumed(&self) -> String {
        let options = self.options;
        let spread = match options.shape {
            _ if options.days == 1 => "",
            Shape::Launch => "on each day half as many as on the one before, ",
            Shape::Even => "as many on each day, ",
        };
        let sets = counted(u32::try_from(self.sets).unwrap_or(u32::MAX), "set");
        let applications = format!(
            "Assumed: {}, drawn where {} are expected in {}, {spread}few at night and most from 9:00 to 12:00 (--seed {}). They have {sets} of \
             answers, each as often as the others; {}.",
            counted(self.came, "application"),
            number(options.applications),
            counted(options.days, "day"),
            options.seed,
            self.share(),
        );
        let zone = self.plan.zone.iana_name().unwrap_or("the setting time_zone");
        format!(
            "{applications}{}{}{}{} Times are those of {zone}.",
            self.officers_do(),
            self.consents(),
            self.opinions(),
            self.samples()
        )
    }

    /// How many come to people, and why as many.
    fn share(&self) -> String {
        let referred = number(self.referred);
        match self.options.people {
            Some(Share(share)) => {
                let percent = (share * 1000.0).round() / 10.0;
                format!("{referred} of them come to people, {percent} % as --people says")
            }
            None if self.referred == self.came => {
                "rules decide none, so all of them come to people".to_owned()
            }
            None if self.referred == 0 => "rules decide all of them".to_owned(),
            None => format!(
                "{referred} of them come to people, since rules leave these answers to them (real people answer otherwise: say the true \
                 share with --people)"
            ),
        }
    }

    fn officers_do(&self) -> String {
        let (minutes, hours) = (self.minutes(), self.options.hours);
        if minutes.is_empty() {
            return String::new();
        }
        let days = if self.options.every_day {
            "every day"
        } else {
            "on the service’s business days"
        };
        format!(
            " A decision takes {} in the mean, many less and a few much more. Officers work from {} to {} {days}, take the case whose deadline \
             is nearest, lay it down at the end of the day and go on with it on the next; they approve everything and ask nothing back, and \
             nobody appeals.",
            together(&minutes),
            minute(hours.opens),
            minute(hours.closes),
        )
    }

    /// How long those take who are asked to consent.
    fn consents(&self) -> String {
        let told = self.lengths_at(|step| step.consent().is_some());
        told.map_or_else(String::new, |told| {
            format!(
                " Whoever is asked to consent answers after {told} in the mean, by day and by night; those cases wait for nobody of the office, \
                 and are not counted as waiting."
            )
        })
    }

    /// How long those take who are asked for an opinion.
    fn opinions(&self) -> String {
        let told = self.lengths_at(|step| !step.opinions().is_empty());
        told.map_or_else(String::new, |told| {
            format!(
                " Each body that is asked for an opinion gives it after {told} in the mean, by day and by night, however many it is asked for; \
                 those cases wait for nobody of the office, and are not counted as waiting."
            )
        })
    }

    /// The mean time at each step of this kind that cases came to; nothing if they came to none.
    fn lengths_at(&self, is: impl Fn(&Step) -> bool) -> Option<String> {
        let steps = self.plan.steps().iter().enumerate();
        let came_to = steps.filter(|(at, step)| is(step) && self.judged.course.steps[*at].came > 0);
        let told: Vec<String> = came_to
            .map(|(at, step)| {
                let mean = SignedDuration::try_from_secs_f64(self.plan.minutes[at] * 60.0);
                format!("{} at `{}`", length(mean.unwrap_or_default()), step.id)
            })
            .collect();
        (!told.is_empty()).then(|| together(&told))
    }

    fn samples(&self) -> String {
        let course = &self.judged.course;
        if course.sampled == 0 {
            return String::new();
        }
        let sampled = counted(course.sampled, "approval");
        let not_looked_at = match course.not_looked_at {
            0 => String::new(),
            left => format!(", and leave {}", number(left)),
        };
        format!(" They look at {sampled} by rules afterwards, when nothing else waits{not_looked_at}.")
    }

    /// How long decisions take, at the steps where there are any.
    fn minutes(&self) -> Vec<String> {
        let plan = self.plan;
        let is_sample = |step: usize| {
            self.judged.course.sampled > 0
                && plan.service.review.sample_step.as_ref() == Some(&plan.steps()[step].id)
        };
        let steps = (0..plan.steps().len())
            .filter(|step| plan.steps()[*step].role().is_some())
            .filter(|step| self.judged.course.steps[*step].came > 0 || is_sample(*step));
        let steps: Vec<usize> = steps.collect();
        let first = steps.first().map_or(0.0, |step| plan.minutes[*step]);
        // The very numbers that were typed.
        if steps
            .iter()
            .all(|step| plan.minutes[*step].total_cmp(&first).is_eq())
        {
            return vec![format!("{first} min")];
        }
        let told = steps
            .iter()
            .map(|step| format!("{} min at `{}`", plan.minutes[*step], plan.steps()[*step].id));
        told.collect()
    }
}

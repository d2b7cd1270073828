/** Every kind of page that there is, by who may see it. */
import { CARER_TYPED, NURSE_TYPED, applyByPost, newVisitor, toCheckByPost } from "./by-post.js";

const FORM = ["reason", "you", "explain", "trip", "vehicle", "oath", "check"].map((page) => `/s/transit-permit/apply/${page}`);

/** A citizen with an application that waits, one that was approved, and one that is being filled in; and all addresses with them. */
export async function everyAddress(address) {
  const citizen = newVisitor(address);
  const pending = await applyByPost(citizen, "transit-permit", CARER_TYPED);
  const approved = await applyByPost(citizen, "transit-permit", NURSE_TYPED);
  await toCheckByPost(citizen, "transit-permit", CARER_TYPED);
  const page = await (await citizen.get(`/a/${approved}`)).text();
  const [, number] = /<dd class="reference[^"]*">([0-9A-Z-]+)</.exec(page);
  const own = [`/a/${pending}`, `/a/${pending}?sent=1`, `/a/${approved}`, `/a/${pending}/withdraw`, `/a/${pending}/access`];
  return {
    citizen,
    citizens: ["/", "/s/transit-permit", "/s/driver-licence-revalidation", "/s/market-stall-permit", ...FORM, ...own, "/a", "/accessibility"],
    checkers: ["/v", "/v/number"],
    /** Who logs in to see them; nobody, at first. */
    offices: [
      [null, ["/o/log-in"]],
      ["olga", ["/o", "/o?view=mine", "/o?view=samples", `/o/cases/${pending}`, `/o/cases/${approved}`]],
      ["sara", ["/o/permits", `/o/permits/${number}`]],
      ["admin", ["/admin/people", "/admin/mail", "/admin/new-service"]],
      ["duena", ["/admin/services", "/admin/services/transit-permit", "/admin/services/transit-permit/file"]],
      ["auditor", ["/admin/audit", "/admin/keys"]],
    ],
  };
}

// Who is shopping: nobody in particular, or the one returning customer that the demo controls can log in.
import { forget, recall, remember } from "./storage.js";

const RETURNING = {
  logged_in: true,
  orders: 4,
  spent: 312.4,
  average_order: 78.1,
  tier: "gold",
  subscribed: true,
};

export const isLoggedIn = () => recall("customer") === "returning";
export const customer = () => (isLoggedIn() ? RETURNING : { logged_in: false });
export const logIn = () => remember("customer", "returning");
export const logOut = () => forget("customer");

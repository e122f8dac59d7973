package kirikae.model;

/**
 * An order that can be given over HTTP, as Cloud Automator's HTTP trigger (contract.md section 2, "triggers").
 *
 * @param name for people
 * @param id the last part of its address; half a secret
 * @param token what proves that one may
 * @param order what it orders, with the actor "trigger:NAME"
 */
public record Trigger(String name, Secret id, Secret token, Operator.SwitchOrder order) {}

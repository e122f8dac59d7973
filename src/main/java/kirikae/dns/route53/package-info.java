/** Amazon Route 53 behind the port: the only package that sees the AWS SDK. */
package kirikae.dns.route53;

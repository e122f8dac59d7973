/** Amazon SNS: signs a Publish with the AWS SDK; everything else is as for any other channel. */
package kirikae.notify.sns;
